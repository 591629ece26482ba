package io.github.threadleak.it;

import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/** Prints what every JVM forked by a failed test wrote. */
final class DumpOnFailure implements BeforeTestExecutionCallback, AfterTestExecutionCallback {
  @Override
  public void beforeTestExecution(ExtensionContext context) {
    ForkedJvm.forgetTranscripts();
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    context
        .getExecutionException()
        .filter(failure -> !(failure instanceof TestAbortedException))
        .ifPresent(
            failure -> {
              System.out.println(
                  "--- "
                      + context.getRequiredTestMethod().getName()
                      + " "
                      + context.getDisplayName());
              ForkedJvm.transcripts().forEach(System.out::println);
            });
  }
}
