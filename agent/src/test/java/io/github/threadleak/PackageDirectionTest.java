package io.github.threadleak;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The way of the data: probe, registry, census, snapshot, renderers, endpoint; and who may see
 * which library.
 */
@AnalyzeClasses(
    packages = "io.github.threadleak",
    importOptions = ImportOption.DoNotIncludeTests.class)
class PackageDirectionTest {
  private static final String ROOT = "io.github.threadleak.";

  @ArchTest
  static final ArchRule dataFlowsOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("io.github.threadleak..")
          .layer("entry")
          .definedBy("io.github.threadleak")
          .layer("jvm")
          .definedBy(ROOT + "jvm")
          .layer("config")
          .definedBy(ROOT + "config")
          .layer("site")
          .definedBy(ROOT + "site")
          .layer("registry")
          .definedBy(ROOT + "registry")
          .layer("probe")
          .definedBy(ROOT + "probe")
          .layer("parking")
          .definedBy(ROOT + "parking")
          .layer("snapshot")
          .definedBy(ROOT + "snapshot")
          .layer("verdict")
          .definedBy(ROOT + "verdict")
          .layer("census")
          .definedBy(ROOT + "census")
          .layer("proof.gc")
          .definedBy(ROOT + "proof.gc")
          .layer("render")
          .definedBy(ROOT + "render")
          .layer("heap proof")
          .definedBy(ROOT + "proof.heap")
          .layer("metrics")
          .definedBy(ROOT + "metrics")
          .layer("http")
          .definedBy(ROOT + "http")
          .layer("endpoint")
          .definedBy(ROOT + "endpoint")
          .layer("cli")
          .definedBy(ROOT + "cli")
          .layer("boot")
          .definedBy(ROOT + "boot")
          .whereLayer("entry")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("boot")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("endpoint")
          .mayOnlyBeAccessedByLayers("boot")
          .whereLayer("http")
          .mayOnlyBeAccessedByLayers("endpoint", "boot")
          .whereLayer("metrics")
          .mayOnlyBeAccessedByLayers("endpoint", "boot")
          .whereLayer("render")
          .mayOnlyBeAccessedByLayers("endpoint", "cli", "boot")
          .whereLayer("heap proof")
          .mayOnlyBeAccessedByLayers("render", "cli")
          .whereLayer("proof.gc")
          .mayOnlyBeAccessedByLayers("render", "endpoint", "boot")
          .whereLayer("census")
          .mayOnlyBeAccessedByLayers("proof.gc", "metrics", "endpoint", "boot")
          .whereLayer("snapshot")
          .mayOnlyBeAccessedByLayers(
              "verdict",
              "census",
              "proof.gc",
              "heap proof",
              "render",
              "metrics",
              "endpoint",
              "cli",
              "boot")
          .whereLayer("verdict")
          .mayOnlyBeAccessedByLayers("census", "endpoint", "boot")
          .whereLayer("parking")
          .mayOnlyBeAccessedByLayers(
              "snapshot",
              "verdict",
              "census",
              "heap proof",
              "render",
              "metrics",
              "endpoint",
              "boot")
          .whereLayer("probe")
          .mayOnlyBeAccessedByLayers("boot")
          .whereLayer("registry")
          .mayOnlyBeAccessedByLayers("probe", "census", "boot");

  @ArchTest
  static final ArchRule onlyProbeSeesAsm =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "probe")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("net.bytebuddy.jar.asm..");

  @ArchTest
  static final ArchRule onlyProbeAndCommandLineSeeByteBuddy =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + "probe", ROOT + "cli")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("net.bytebuddy..");

  @ArchTest
  static final ArchRule onlyMetricsSeesSimpleclient =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "metrics")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.prometheus..");

  @ArchTest
  static final ArchRule onlyHttpSeesHttpCore =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "http")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.hc..");

  @ArchTest
  static final ArchRule nothingTouchesWhatTheApplicationSetsUp =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.System$Logger")
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage("java.util.logging..", "javax.management..");

  @ArchTest
  static final ArchRule probesNeitherLockNorLog =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + "probe")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.util.concurrent.locks..", ROOT + "config");
}
