import pytest


@pytest.fixture
def fails_before():
    raise RuntimeError("no connection")


@pytest.fixture
def fails_after():
    yield
    raise RuntimeError("connection was not closed")


def test_passes():
    pass


def test_fails():
    found = [1, None]
    assert found == [1, 2]


def test_setup_fails(fails_before):
    pass


def test_teardown_fails(fails_after):
    pass


@pytest.mark.must_pass
def test_must_pass_skipped():
    pytest.skip("feature is off")


@pytest.mark.must_pass
@pytest.mark.skip(reason="switched off")
def test_must_pass_skipped_in_setup():
    pass
