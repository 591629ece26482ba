package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** That the corpus, its table and the document speak of the same programs. */
class VerdictsDocumentTest {
  @Test
  void theDocumentListsEveryProgram() throws IOException {
    assertThat(VerdictsTable.listed())
        .as("made by VerdictsIT with -Dregenerate=true")
        .containsExactlyElementsOf(Corpus.programs().stream().map(CorpusProgram::name).toList());
  }

  @Test
  void theTableNamesEverySource() {
    assertThat(Corpus.programs().stream().map(CorpusProgram::name))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(Corpus.sources());
  }

  @Test
  void aProgramMarksALineIfAndOnlyIfItLeaks() {
    assertThat(Corpus.programs())
        .allSatisfy(
            program ->
                assertThat(program.hasLeak())
                    .as(program.name())
                    .isEqualTo(!program.isControl() && !program.verdict().equals("-")));
  }
}
