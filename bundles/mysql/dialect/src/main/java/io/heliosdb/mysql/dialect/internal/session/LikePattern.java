package io.heliosdb.mysql.dialect.internal.session;

import java.util.Locale;

/** A pattern of LIKE without regard to case: {@code %}, {@code _} and a backslash before what stands for itself. */
final class LikePattern {
    private final String pattern;

    LikePattern(String pattern) {
        this.pattern = pattern.toLowerCase(Locale.ROOT);
    }

    boolean matches(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int at = 0;
        int in = 0;
        int resumePattern = -1;
        int resumeText = -1;
        while (at < lower.length()) {
            if (in < pattern.length() && pattern.charAt(in) == '%') {
                resumePattern = ++in;
                resumeText = at;
                continue;
            }
            int width = width(in);
            if (width > 0 && one(in, lower.charAt(at))) {
                in += width;
                at++;
            } else if (resumePattern >= 0) {
                in = resumePattern;
                at = ++resumeText;
            } else {
                return false;
            }
        }
        while (in < pattern.length() && pattern.charAt(in) == '%') {
            in++;
        }
        return in == pattern.length();
    }

    /** Characters of the pattern that stand for one of the text. */
    private int width(int in) {
        if (in >= pattern.length()) {
            return 0;
        }
        return escaped(in) ? 2 : 1;
    }

    private boolean escaped(int in) {
        return pattern.charAt(in) == '\\' && in + 1 < pattern.length();
    }

    private boolean one(int in, char c) {
        if (escaped(in)) {
            return pattern.charAt(in + 1) == c;
        }
        return pattern.charAt(in) == '_' || pattern.charAt(in) == c;
    }
}
