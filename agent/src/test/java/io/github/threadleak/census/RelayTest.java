package io.github.threadleak.census;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.threadleak.parking.Reason;
import io.github.threadleak.site.Site;
import io.github.threadleak.site.SiteTable;
import io.github.threadleak.site.VariantTable;
import io.github.threadleak.snapshot.Kind;
import io.github.threadleak.snapshot.Sighting;
import io.github.threadleak.snapshot.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RelayTest {
  private static final int MANY = 10_000;

  private static final Site ANY =
      new SiteTable(new VariantTable(10, false), 10, List.of(), "none")
          .variant(VariantTable.OLDER)
          .site();

  private final Relay relay = new Relay();

  private static Sighting sighting(long id) {
    return new Sighting(
        id,
        "",
        Kind.VIRTUAL,
        Thread.State.WAITING,
        true,
        5,
        Reason.PARK,
        Verdict.OK,
        null,
        null,
        false,
        List.of(),
        null,
        null,
        ANY,
        List.of(),
        null);
  }

  private Thread giving(Lookout.Look look) {
    Thread giver = new Thread(() -> relay.give(look));
    giver.start();
    return giver;
  }

  private static void passMany(Lookout.Each each) throws IOException {
    for (long id = 1; id <= MANY; id++) {
      each.accept(sighting(id));
    }
  }

  @Test
  void passesAllInTheirOrder() throws Exception {
    Thread giver = giving(RelayTest::passMany);
    List<Long> taken = new ArrayList<>();

    relay.takeAll(each -> taken.add(each.threadId()));

    giver.join();
    assertThat(taken).isEqualTo(LongStream.rangeClosed(1, MANY).boxed().toList());
  }

  @Test
  void endsTheGiverWhenTheTakerGivesUp() throws Exception {
    Thread giver = giving(RelayTest::passMany);

    assertThatThrownBy(
            () ->
                relay.takeAll(
                    each -> {
                      throw new IOException("the client hung up");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("the client hung up");

    giver.join(); // or the test times out
  }

  @Test
  void throwsWhatTheGiverMet() throws Exception {
    Thread giver =
        giving(
            each -> {
              passMany(each);
              throw new OutOfMemoryError("of the giver");
            });
    List<Long> taken = new ArrayList<>();

    assertThatThrownBy(() -> relay.takeAll(each -> taken.add(each.threadId())))
        .hasRootCauseMessage("of the giver");

    giver.join();
    assertThat(taken).hasSize(MANY);
  }
}
