package io.heliosdb.reports.overview;

import io.heliosdb.reports.Text;

/** Markup that grows. What is put into it is escaped, unless it is markup itself. */
final class Html {

    private static final String PLACE = "{}";

    private final StringBuilder text = new StringBuilder();

    /**
     * Adds {@code markup} as it is, with {@code values} in place of each <code>{}</code>.
     *
     * @throws IllegalArgumentException where there are more or fewer places than values
     */
    Html add(String markup, Object... values) {
        int from = 0;
        for (Object value : values) {
            int place = markup.indexOf(PLACE, from);
            if (place < 0) {
                throw new IllegalArgumentException("no place for '" + value + "' in: " + markup);
            }
            text.append(markup, from, place)
                    .append(value instanceof Html html ? html.text : Text.escape(String.valueOf(value)));
            from = place + PLACE.length();
        }
        if (markup.indexOf(PLACE, from) >= 0) {
            throw new IllegalArgumentException("a place without a value in: " + markup);
        }
        text.append(markup, from, markup.length());
        return this;
    }

    /** Markup of its own. */
    static Html of(String markup, Object... values) {
        return new Html().add(markup, values);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
