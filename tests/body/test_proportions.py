from posture.body.proportions import proportions


def test_every_number_says_where_it_comes_from():
    for name, one in proportions().items():
        assert len(one.source) > 10, name
        assert 0 < one.sd < 0.1 * one.value or name == "ankle_height"


def test_landmarks_lie_in_order_down_the_body():
    shares = {name: one.value for name, one in proportions().items()}
    ankle = shares["ear_height"] - shares["ankle_height"]
    heights = [shares[f"ear_to_{part}"] for part in ("shoulder", "hip", "knee")]
    assert [0.0, *heights, ankle] == sorted([0.0, *heights, ankle])
