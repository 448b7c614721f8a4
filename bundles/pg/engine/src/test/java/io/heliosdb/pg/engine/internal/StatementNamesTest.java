package io.heliosdb.pg.engine.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class StatementNamesTest {
    private static final Definition DEFINITION = new Definition(new byte[0], Map.of(), 1);

    /** Adding and removing in any order gives what a map gives. */
    @Property(tries = 200)
    void behavesAsAMap(@ForAll @Size(max = 200) List<@AlphaChars @StringLength(min = 1, max = 2) String> steps) {
        StatementNames names = new StatementNames();
        Map<String, StatementNames.Entry> model = new HashMap<>();
        for (String step : steps) {
            ByteBuf in = Unpooled.wrappedBuffer(("before" + step + "after").getBytes(UTF_8));
            StatementNames.Entry found = names.find(in, 6, step.length());
            assertThat(found).isSameAs(model.get(step));
            if (found == null) {
                model.put(step, names.add(in, 6, step.length(), DEFINITION));
            } else {
                assertThat(names.remove(found)).isTrue();
                assertThat(names.remove(found)).isFalse();
                model.remove(step);
            }
            assertThat(names.size()).isEqualTo(model.size());
        }
        List<StatementNames.Entry> cleared = new ArrayList<>();
        names.clear(cleared::add);
        assertThat(cleared).containsExactlyInAnyOrderElementsOf(model.values());
        assertThat(names.size()).isZero();
    }
}
