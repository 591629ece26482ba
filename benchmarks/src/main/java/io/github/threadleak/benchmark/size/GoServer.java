package io.github.threadleak.benchmark.size;

import io.github.threadleak.benchmark.harness.Child;
import io.github.threadleak.benchmark.harness.ChildFailed;
import io.github.threadleak.benchmark.harness.Unavailable;
import io.github.threadleak.benchmark.harness.Workbench;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A Go program whose goroutines are parked on one channel, with its own pprof endpoint. */
final class GoServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Child child;
  private final String port;

  private GoServer(Child child, String port) {
    this.child = child;
    this.port = port;
  }

  /** What {@code go version} says. */
  static String version() throws IOException, InterruptedException, Unavailable {
    try {
      Process go = new ProcessBuilder("go", "version").redirectErrorStream(true).start();
      String printed = new String(go.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      go.waitFor();
      return printed.strip();
    } catch (IOException missing) {
      throw new Unavailable("go is not on the PATH (Debian: golang)");
    }
  }

  static GoServer start(Workbench workbench, int goroutines, int lines)
      throws IOException, InterruptedException, ChildFailed {
    Path source = workbench.scratch().resolve("parked.go");
    Path program = workbench.scratch().resolve("parked");
    Files.writeString(source, source(goroutines, lines));
    try (Child build =
        Child.start(List.of("go", "build", "-o", program.toString(), source.toString()))) {
      build.awaitSuccess(PATIENCE);
    }
    Child child = Child.start(List.of(program.toString()));
    try {
      return new GoServer(child, child.awaitLine("port ", PATIENCE).substring("port ".length()));
    } catch (ChildFailed | InterruptedException failure) {
      child.close();
      throw failure;
    }
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    child.close();
  }

  private static String source(int goroutines, int lines) {
    StringBuilder source = new StringBuilder();
    source.append(
        """
        package main

        import (
        	"fmt"
        	"net"
        	"net/http"
        	_ "net/http/pprof"
        	"sync"
        )

        var never = make(chan int)
        var running sync.WaitGroup

        func park() {
        	running.Done()
        	<-never
        }

        func main() {
        	running.Add(%d)
        	for i := 0; i < %d; i++ {
        		starts[i%%len(starts)]()
        	}
        	running.Wait()
        	listener, err := net.Listen("tcp", "127.0.0.1:0")
        	if err != nil {
        		panic(err)
        	}
        	fmt.Printf("port %%d\\n", listener.Addr().(*net.TCPAddr).Port)
        	panic(http.Serve(listener, nil))
        }

        var starts = []func(){
        """
            .formatted(goroutines, goroutines));
    for (int line = 0; line < lines; line++) {
      source.append("\tfunc() { go func() { park() }() },\n");
    }
    return source.append("}\n").toString();
  }
}
