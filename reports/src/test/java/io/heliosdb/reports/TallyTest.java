package io.heliosdb.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class TallyTest {

    @Property(tries = 200)
    void countsEveryVerdictOnce(@ForAll List<Verdict> verdicts, @ForAll List<Verdict> more) {
        Tally tally = Tally.of(verdicts).plus(Tally.of(more));

        assertThat(tally.total()).isEqualTo(verdicts.size() + more.size());
        assertThat(tally.failed())
                .isEqualTo((int) (verdicts.stream().filter(Verdict::isFailure).count()
                        + more.stream().filter(Verdict::isFailure).count()));
        assertThat(tally.ran()).isEqualTo(tally.total() - tally.skipped());
    }
}
