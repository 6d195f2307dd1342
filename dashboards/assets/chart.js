// Draws a plotly figure once it is near the reader's eyes, in the page's own font and colours, and offers what is seen
// as files: the table by way of the server (one maker of .csv and .xlsx), the picture by plotly, the notebook's cell.
// data: {figure: JSON of data and layout or null, source: where plotly.js lies, table: JSON of title, columns, rows and
// note, cell: Python, words}
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

const colour = (place, name) => {
  place.style.color = `var(${name})`; // as the browser resolves it, light or dark
  const found = getComputedStyle(place).color;
  place.style.color = "";
  return found;
};

const dressed = (layout, place) => {
  const [ink, line, paper] = ["--ink", "--line", "--paper"].map((name) => colour(place, name));
  const axis = { gridcolor: line, linecolor: line, zeroline: false, showline: false, ticks: "", tickformat: ",~f" }; // 150,000, not 150k
  const result = {
    ...layout,
    font: { size: 13, ...layout.font, family: getComputedStyle(place).fontFamily, color: ink },
    paper_bgcolor: "transparent",
    plot_bgcolor: "transparent",
    hoverlabel: { bgcolor: paper, bordercolor: line, font: { color: ink } },
  };
  for (const name of ["xaxis", "yaxis"]) result[name] = { automargin: true, fixedrange: true, ...axis, ...layout[name] };
  return result;
};

// words on a see-through bar are in the page's own colour: plotly would take them for words on a solid one
const legible = (traces, ink) =>
  traces.map((trace) =>
    trace.type === "bar" && String(trace.marker?.color).startsWith("rgba") ? { ...trace, insidetextfont: { ...trace.textfont, color: ink } } : trace,
  );

const save = (blob, name) => {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
};

const noted = (table) => `${table.note} · ${location.href}`;

const tableFile = async (table, form) => {
  const body = JSON.stringify({ ...table, note: noted(table) });
  const answer = await fetch(`board/table.${form}`, { method: "POST", headers: { "content-type": "application/json" }, body });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.blob();
};

const picture = async (data, table, place, form) => {
  const plotly = await library(data.source);
  const figure = JSON.parse(data.figure);
  const layout = dressed(figure.layout, place);
  const subtitle = { text: noted(table).replace(` · ${location.href}`, `<br>${location.href}`), font: { size: 11 } };
  const whole = {
    ...layout,
    paper_bgcolor: colour(place, "--paper"),
    title: { text: table.title, x: 0.02, xanchor: "left", y: 0.97, yanchor: "top", font: { size: 17 }, subtitle },
    margin: { ...layout.margin, t: 96 },
  };
  const height = (layout.height ?? 260) + 96;
  const size = { format: form, width: Math.max(place.clientWidth, 760), height, scale: form === "png" ? 2 : 1 };
  const address = await plotly.toImage({ data: legible(figure.data, layout.font.color), layout: { ...whole, height } }, size);
  return (await fetch(address)).blob();
};

const offer = (bar, data, table, place) => {
  const button = (label, act) => {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: label });
    made.onclick = act;
    return made;
  };
  const file = (form, make) =>
    button(form.toUpperCase(), async (event) => {
      const { target } = event;
      target.disabled = true;
      try {
        save(await make(form), `${table.title}.${form}`);
      } catch {
        target.title = data.words.failed;
        target.textContent = `${form.toUpperCase()} ✕`;
      }
      target.disabled = false;
    });
  const copy = button(data.words.cell);
  Object.assign(copy.dataset, { copies: "", text: data.cell, done: data.words.done });
  const forms = ["csv", "xlsx"].map((form) => file(form, () => tableFile(table, form)));
  if (data.figure) forms.push(...["png", "svg"].map((form) => file(form, () => picture(data, table, place, form))));
  const title = Object.assign(document.createElement("span"), { textContent: data.words.title });
  bar.replaceChildren(title, ...forms, copy);
};

export default ({ data, parentElement }) => {
  const place = parentElement.querySelector(".chart");
  const table = JSON.parse(data.table);
  offer(parentElement.querySelector(".takeaway"), data, table, place);
  place.hidden = !data.figure;
  if (!data.figure) return;
  const figure = JSON.parse(data.figure);
  place.setAttribute("aria-label", table.title);
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
