package io.github.threadleak.verdict;

import io.github.threadleak.snapshot.Verdict;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A verdict and what it rests on.
 *
 * @param detail in words; null where the verdict says it all
 */
public record Judgement(Verdict verdict, @Nullable String detail) {
  // By hand, as in Frame.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Judgement judgement
        && verdict == judgement.verdict
        && Objects.equals(detail, judgement.detail);
  }

  @Override
  public int hashCode() {
    return verdict.hashCode() * 31 + Objects.hashCode(detail);
  }
}
