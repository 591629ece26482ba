package io.github.threadleak.probe;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.EnumSet;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Puts the probes into the JDK's classes as they are retransformed. Registered only while {@link
 * Probes} retransforms, so no class that the application loads ever passes through it.
 */
final class ProbeTransformer implements ClassFileTransformer {
  private final ProbedMethod[] wanted;
  private final Set<ProbedMethod> placed = EnumSet.noneOf(ProbedMethod.class);
  private @Nullable Throwable problem;

  ProbeTransformer(ProbedMethod[] wanted) {
    this.wanted = wanted;
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    if (loader != null || className == null || redefined == null || !isWanted(className)) {
      return null;
    }
    try {
      ClassReader reader = new ClassReader(classFile);
      ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
      reader.accept(new Visitor(writer, className), 0);
      return writer.toByteArray();
    } catch (Throwable unreadable) {
      // The class file of a JDK that this version has not met: the caller stands down.
      problem = unreadable;
      return null;
    }
  }

  /** The first wanted probe that was not placed; null when all are. */
  @Nullable ProbedMethod missing() {
    for (ProbedMethod method : wanted) {
      if (!placed.contains(method)) {
        return method;
      }
    }
    return null;
  }

  /** What kept a class from being changed, if anything did. */
  @Nullable Throwable problem() {
    return problem;
  }

  private boolean isWanted(String className) {
    for (ProbedMethod method : wanted) {
      if (method.owner.equals(className)) {
        return true;
      }
    }
    return false;
  }

  private final class Visitor extends ClassVisitor {
    private final String owner;

    Visitor(ClassVisitor target, String owner) {
      super(Opcodes.ASM9, target);
      this.owner = owner;
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor target = super.visitMethod(access, name, descriptor, signature, exceptions);
      ProbedMethod method = ProbedMethod.find(wanted, owner, name, descriptor);
      if (method == null) {
        return target;
      }
      return method.visitor(
          target,
          new Runnable() {
            @Override
            public void run() {
              placed.add(method);
            }
          });
    }
  }
}
