"""A result without the facts of each score has the same scores, levels, ranks and codes of reasons."""

from __future__ import annotations

from hypothesis import assume, given, settings

from random_editions import all_answers, editions
from thangdo.rules.index.answers import Answers, BadInput
from thangdo.rules.index.edition.model import Edition
from thangdo.rules.index.evaluate import Evaluation


@settings(max_examples=40)
@given(editions(), all_answers())
def test_a_score_changes_when_nobody_asks_why(made: Edition, answers: Answers) -> None:
    evaluation = Evaluation(made)
    try:
        whole = evaluation.run(answers)
    except BadInput as bad:
        assume("zero or more" not in str(bad))
        raise
    bare = evaluation.run(answers, facts=False)
    leaves = {branch.code for branch in evaluation.order if branch.score is not None}
    assert (bare.levels, bare.places, bare.reasons) == (whole.levels, whole.places, whole.reasons)
    for key, nodes in whole.scores.items():
        for node, one in nodes.items():
            other = bare.scores[key][node]
            assert other[:4] == one[:4] and other.why.code == one.why.code
            assert node in leaves or other.why == one.why
