"""`python -m pipelines VERB`."""

from pipelines.cli import main

if __name__ == "__main__":
    main()
