package io.heliosdb.sql.rewrite;

/** How strongly operators bind; between two levels there is room for a dialect's own. */
public final class Precedence {
    public static final int ASSIGNMENT = 10;
    public static final int OR = 20;
    public static final int XOR = 30;
    public static final int AND = 40;
    public static final int NOT = 50;
    public static final int COMPARISON = 60;
    public static final int PREDICATE = 70;
    public static final int BIT_OR = 80;
    public static final int BIT_AND = 90;
    public static final int SHIFT = 100;
    public static final int ADDITIVE = 110;
    public static final int MULTIPLICATIVE = 120;
    public static final int BIT_XOR = 130;
    public static final int SIGN = 140;
    public static final int PREFIX = 150;
    public static final int COLLATE = 160;
    public static final int POSTFIX = 170;

    private Precedence() {}
}
