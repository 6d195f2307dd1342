"""`python -m pipelines VERB`."""

if __name__ == "__main__":
    # imported here: a process that the batch starts reads this file again, and needs none of the verbs
    from pipelines.cli import main

    main()
