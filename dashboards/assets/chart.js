// Draws a plotly figure once it is near the reader's eyes, in the page's own font and colours.
// data: {figure: JSON of data and layout, label, source: where plotly.js lies}
const loaded = {};

const library = (source) =>
  (loaded[source] ??= new Promise((resolve, reject) => {
    if (window.Plotly) return resolve(window.Plotly);
    const script = document.createElement("script");
    script.src = source;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => reject(new Error(`no ${source}`));
    document.head.append(script);
  }));

const dressed = (layout, place) => {
  const colour = (name) => {
    place.style.color = `var(${name})`; // as the browser resolves it, light or dark
    const found = getComputedStyle(place).color;
    place.style.color = "";
    return found;
  };
  const line = colour("--line");
  const axis = { gridcolor: line, linecolor: line, zeroline: false, showline: false, ticks: "" };
  const result = {
    ...layout,
    font: { size: 13, ...layout.font, family: getComputedStyle(place).fontFamily, color: colour("--ink") },
    paper_bgcolor: "transparent",
    plot_bgcolor: "transparent",
    hoverlabel: { bgcolor: colour("--paper"), bordercolor: line, font: { color: colour("--ink") } },
  };
  for (const name of ["xaxis", "yaxis"]) result[name] = { automargin: true, fixedrange: true, ...axis, ...layout[name] };
  return result;
};

// words on a see-through bar are in the page's own colour: plotly would take them for words on a solid one
const legible = (traces, ink) =>
  traces.map((trace) =>
    trace.type === "bar" && String(trace.marker?.color).startsWith("rgba") ? { ...trace, insidetextfont: { ...trace.textfont, color: ink } } : trace,
  );

export default ({ data, parentElement }) => {
  const place = parentElement.querySelector(".chart");
  const figure = JSON.parse(data.figure);
  place.setAttribute("aria-label", data.label);
  place.style.minHeight = `${figure.layout.height ?? 260}px`;
  let isGone = false;
  const draw = async () => {
    const plotly = await library(data.source);
    if (isGone) return;
    const layout = dressed(figure.layout, place);
    await plotly.react(place, legible(figure.data, layout.font.color), layout, { displayModeBar: false, responsive: true });
    place.dataset.drawn = "yes";
  };
  const watch = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watch.disconnect();
      draw();
    },
    { rootMargin: "300px" },
  );
  watch.observe(place);
  const theme = matchMedia("(prefers-color-scheme: dark)");
  const again = () => place.dataset.drawn && draw();
  theme.addEventListener("change", again);
  addEventListener("beforeprint", draw);
  return () => {
    isGone = true;
    watch.disconnect();
    theme.removeEventListener("change", again);
    removeEventListener("beforeprint", draw);
    window.Plotly?.purge(place);
  };
};
