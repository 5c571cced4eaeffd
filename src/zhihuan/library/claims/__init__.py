"""What a sentence claims, so that it can be held against other sentences.

figures     the numbers in it, with their units
denial      whether words in it are said, or denied
likeness    how much of two sentences is about the same thing
never_say   the claims that circulate and are wrong (`knowledge_base/never_say.yaml`)
"""
