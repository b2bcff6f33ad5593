"""cleanlab: label issues by confident learning on TF-IDF and logistic regression, five folds out of sample.

    cleanlab_peer.py FILE
"""

import collections
import json
import sys

import numpy
from cleanlab.filter import find_label_issues
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline

with open(sys.argv[1], encoding="utf-8") as lines:
    examples = [json.loads(line) for line in lines]
counts = collections.Counter(example["label"] for example in examples)
# Every fold needs every class: rarer labels are left out, as its documentation advises.
kept = [example for example in examples if counts[example["label"]] >= 5]
number = {name: k for k, name in enumerate(sorted({example["label"] for example in kept}))}
labels = numpy.array([number[example["label"]] for example in kept])
model = make_pipeline(TfidfVectorizer(), LogisticRegression(max_iter=200))
folds = StratifiedKFold(5, shuffle=True, random_state=0)
chances = cross_val_predict(model, [example["text"] for example in kept], labels, cv=folds, method="predict_proba")
issues = find_label_issues(labels, chances, n_jobs=1)
print(json.dumps({"examples": len(examples), "found": int(issues.sum())}))
