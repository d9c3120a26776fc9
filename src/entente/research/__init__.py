"""Research together with partners: joint laboratories and centres, joint projects."""
