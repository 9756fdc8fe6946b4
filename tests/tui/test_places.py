"""The user's folders are where platformdirs has them."""

from pathlib import Path

import platformdirs
import pytest

from tui.places import config_folder, data_folder, state_file


@pytest.mark.parametrize("named", [None, "", "/srv/somewhere", "relative/to/nothing", " /blank"])
@pytest.mark.parametrize("home", ["/home/anna", "relative", None])
def test_the_folders_are_those_of_the_platform(
    monkeypatch: pytest.MonkeyPatch, named: str | None, home: str | None
) -> None:
    for variable, value in (
        ("XDG_CONFIG_HOME", named),
        ("XDG_DATA_HOME", named),
        ("XDG_STATE_HOME", named),
        ("HOME", home),
    ):
        if value is None:
            monkeypatch.delenv(variable, raising=False)
        else:
            monkeypatch.setenv(variable, value)
    assert config_folder() == platformdirs.user_config_path("wireroom")
    assert data_folder() == platformdirs.user_data_path("wireroom")
    assert Path(state_file("desk.json")) == platformdirs.user_state_path("wireroom") / "desk.json"
