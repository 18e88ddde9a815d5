import pytest

from newsroom.demo.drawings import HUES, SCENES, SIZE, draw, portrait


def bytes_of(scene="port", hue="red", seed=1):
    return draw(scene, hue, seed, supersample=1).tobytes()


@pytest.mark.parametrize("scene", SCENES)
def test_every_scene_fills_the_sheet_in_three_colours(scene):
    drawing = draw(scene, "red", 1, supersample=1)
    assert (drawing.size, drawing.mode) == (SIZE, "RGB")
    found = {colour for _, colour in drawing.getcolors(maxcolors=SIZE[0] * SIZE[1])}
    assert {HUES["red"], (239, 230, 211), (27, 24, 19)} <= found


def test_drawing_is_sixteen_to_nine_at_full_quality():
    assert draw("whale", "blue", 7).size == (1600, 900)


@pytest.mark.parametrize("scene", SCENES)
def test_same_arguments_draw_the_same_picture(scene):
    assert bytes_of(scene) == bytes_of(scene)


@pytest.mark.parametrize("scene", SCENES)
def test_another_seed_composes_another_picture(scene):
    assert bytes_of(scene, seed=1) != bytes_of(scene, seed=2)


def test_hue_changes_the_colour_and_not_the_composition():
    red, teal = draw("moon", "red", 4, supersample=1), draw("moon", "teal", 4, supersample=1)
    changed = sum(a != b for a, b in zip(red.get_flattened_data(), teal.get_flattened_data(), strict=True))
    assert 0 < changed < SIZE[0] * SIZE[1] / 4


def test_portrait_is_square_and_repeatable():
    bust = portrait(3, "amber", supersample=1)
    assert (bust.size, bust.mode) == ((800, 800), "RGB")
    assert bust.tobytes() == portrait(3, "amber", supersample=1).tobytes()
    assert bust.tobytes() != portrait(4, "amber", supersample=1).tobytes()


def test_unknown_scene_is_named_in_the_error():
    with pytest.raises(ValueError, match="Unknown scene 'unicorn'.*whale"):
        draw("unicorn", "red", 1)


def test_unknown_hue_is_named_in_the_error():
    with pytest.raises(ValueError, match="Unknown hue 'puce'.*violet"):
        draw("whale", "puce", 1)
    with pytest.raises(ValueError, match="Unknown hue 'puce'"):
        portrait(1, "puce")
