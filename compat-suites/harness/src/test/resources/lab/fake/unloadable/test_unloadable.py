def test_unreachable():
    pass
