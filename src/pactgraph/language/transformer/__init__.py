"""The accurate pipeline's network at run time: one int8 ONNX graph, decoded into spaCy annotations.

`component.py` is the spaCy component; `words.py` and `lemmas.py` are shared with the training in
`extract/model/minilm`.
"""
