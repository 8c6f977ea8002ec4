"""Quality on outside corpora, held against floors: corpus readers, scorers and the gate."""
