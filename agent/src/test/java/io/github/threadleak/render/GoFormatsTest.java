package io.github.threadleak.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.threadleak.parking.Reason;
import io.github.threadleak.site.Frame;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoFormatsTest {
  private final Fixture fixture = new Fixture();

  @Test
  void writesGoroutinesAsGoGroupsThem() throws IOException {
    String text = Fixture.text(new GoGroupedText(), fixture.report());

    // Tabs as Go's tabwriter sets them; addresses are hashes.
    assertThat(text.replaceAll("0x[0-9a-f]{6,}", "ADDRESS"))
        .isEqualTo(
            """
            goroutine profile: total 184004
            184000 @ ADDRESS ADDRESS
            #	ADDRESS	java.util.concurrent.LinkedBlockingQueue.put+0x157	LinkedBlockingQueue.java:343
            #	ADDRESS	com.acme.AuditLogger.lambda$record$0+0x11		AuditLogger.java:17

            3 @ ADDRESS
            #	ADDRESS	[no_Java_frames]+0x0	??:0

            1 @ ADDRESS
            #	ADDRESS	com.acme.AuditLogger.lambda$record$0+0x11	AuditLogger.java:17

            """);
    assertThat(GoWords.address(Fixture.PUT)).isEqualTo(GoWords.address(Fixture.PUT));
    assertThat(GoWords.address(Fixture.PUT)).isNotEqualTo(GoWords.address(Fixture.LAMBDA));
  }

  @Test
  void writesAGoroutineAsGoDumpsIt() throws IOException {
    assertThat(
            Fixture.text(
                new GoThreadText(), fixture.sighting("n", Thread.State.WAITING, Reason.QUEUE_PUT)))
        .isEqualTo(
            fixture
                .expected(
                    """
                    goroutine 48213 [queue put, 9 minutes]:
                    java.util.concurrent.LinkedBlockingQueue.put(...)
                    	LinkedBlockingQueue.java.go:343 +0x157
                    com.acme.AuditLogger.lambda$record$0(...)
                    	AuditLogger.java.go:17 +0x11
                    created by CULPRIT_METHOD in goroutine 31
                    	GO_PLACE

                    """)
                .replace("GO_PLACE", fixture.goPlaceOfCulprit()));
  }

  @Test
  void saysOfAThreadWithoutFramesWhatGoSaysOfOneItCannotRead() throws IOException {
    assertThat(
            Fixture.text(
                new GoThreadText(),
                fixture.sighting("n", Thread.State.RUNNABLE, Reason.RUNNING, List.<Frame>of())))
        .startsWith(
            """
            goroutine 48213 [running, 9 minutes]:
            	goroutine running on other thread; stack unavailable
            created by\s""");
  }
}
