"""No case is called as a case has to be."""


def check_something():
    pass
