import no_such_module


def test_unreachable():
    no_such_module.run()
