"""Every amount of pay and surplus opened up, by noun."""
