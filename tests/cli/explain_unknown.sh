$XUSHI explain no-such-rule
