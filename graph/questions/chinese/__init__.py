"""Questions in Chinese: a closed grammar over the vocabulary of duties and the names that the data contains."""

from graph.questions.chinese.answers import ChineseAnswer, answer

__all__ = ["ChineseAnswer", "answer"]
