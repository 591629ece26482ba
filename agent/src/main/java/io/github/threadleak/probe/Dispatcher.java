package io.github.threadleak.probe;

import io.github.threadleak.jvm.JdkInternals;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.BiConsumer;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * The one class that the agent puts into java.lang, where changed JDK classes can call it. For each
 * {@link Event} it has a static method and a static field with the receiver, a JDK functional
 * interface; with the field null, the method does nothing:
 *
 * <pre>
 * private static volatile BiConsumer platformStart;
 *
 * public static void platformStart(Object subject, Object detail) {
 *   try {
 *     BiConsumer receiver = platformStart;
 *     if (receiver != null) receiver.accept(subject, detail);
 *   } catch (Throwable ignored) {
 *   }
 * }
 * </pre>
 *
 * <p>It stays defined for the life of the JVM, empty after a detach, and serves the next agent that
 * attaches.
 */
@SuppressWarnings(
    "EnumOrdinal") // an array by event, as an EnumMap is, without its class at start-up
final class Dispatcher {
  static final String NAME = "java.lang.ThreadleakDispatcher";
  static final String INTERNAL_NAME = "java/lang/ThreadleakDispatcher";

  private static final String RECEIVER = "java/util/function/BiConsumer";

  private final VarHandle[] receivers;

  /** Defines the class, or finds the one that an earlier agent left. */
  Dispatcher() throws ReflectiveOperationException {
    MethodHandles.Lookup lookup = JdkInternals.lookup(Object.class);
    Class<?> dispatcher;
    try {
      dispatcher = Class.forName(NAME, true, null);
    } catch (ClassNotFoundException first) {
      dispatcher = lookup.defineClass(byteCode());
    }
    Event[] events = Event.values();
    receivers = new VarHandle[events.length];
    for (Event event : events) {
      receivers[event.ordinal()] =
          JdkInternals.staticField(dispatcher, event.method, BiConsumer.class);
    }
  }

  /** Sets who is called for an event; null for nobody. */
  void set(Event event, @Nullable BiConsumer<Object, Object> receiver) {
    receivers[event.ordinal()].setVolatile(receiver);
  }

  private static byte[] byteCode() {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    // Java 5: a class of that age needs no stack map.
    writer.visit(
        Opcodes.V1_5,
        Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
        INTERNAL_NAME,
        null,
        "java/lang/Object",
        null);
    for (Event event : Event.values()) {
      FieldVisitor field =
          writer.visitField(
              Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_VOLATILE,
              event.method,
              "L" + RECEIVER + ";",
              null,
              null);
      field.visitEnd();
      writeMethod(writer, event);
    }
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static void writeMethod(ClassWriter writer, Event event) {
    MethodVisitor method =
        writer.visitMethod(
            Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, event.method, Event.DESCRIPTOR, null, null);
    Label start = new Label();
    Label end = new Label();
    Label done = new Label();
    Label thrown = new Label();
    method.visitCode();
    method.visitTryCatchBlock(start, end, thrown, "java/lang/Throwable");
    method.visitLabel(start);
    method.visitFieldInsn(Opcodes.GETSTATIC, INTERNAL_NAME, event.method, "L" + RECEIVER + ";");
    method.visitVarInsn(Opcodes.ASTORE, 2);
    method.visitVarInsn(Opcodes.ALOAD, 2);
    method.visitJumpInsn(Opcodes.IFNULL, done);
    method.visitVarInsn(Opcodes.ALOAD, 2);
    method.visitVarInsn(Opcodes.ALOAD, 0);
    method.visitVarInsn(Opcodes.ALOAD, 1);
    method.visitMethodInsn(Opcodes.INVOKEINTERFACE, RECEIVER, "accept", Event.DESCRIPTOR, true);
    method.visitLabel(end);
    method.visitJumpInsn(Opcodes.GOTO, done);
    method.visitLabel(thrown);
    method.visitInsn(Opcodes.POP);
    method.visitLabel(done);
    method.visitInsn(Opcodes.RETURN);
    method.visitMaxs(0, 0);
    method.visitEnd();
  }
}
