"""``python -m dematassist.speech.child`` speaks what its standard input asks for."""

import gc

if __name__ == "__main__":
    # To import makes next to no garbage, and looking for it takes a twelfth of the time.
    gc.disable()
    from dematassist.speech.child.service import main

    gc.enable()
    main()
