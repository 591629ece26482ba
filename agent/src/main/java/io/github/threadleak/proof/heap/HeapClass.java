package io.github.threadleak.proof.heap;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A class of a dump. Immutable once the dump is open.
 *
 * <p>Names are binary names with dots.
 */
final class HeapClass {
  /** How a class's instances are treated when references are followed. */
  enum Way {
    PLAIN,
    /** A WeakReference: its referent is not held. */
    WEAK,
    /** A PhantomReference: nobody can get at its referent. */
    PHANTOM,
    /** The agent's own: leads nowhere. */
    AGENT
  }

  /** A field of an instance, at an offset into the values of the instance. */
  record Field(String name, int type, int offset, String owner) {}

  /** A static field. {@code at} is the place of its value in the file. */
  record Static(String name, int type, long at) {}

  final long id;
  final String name;
  final long superId;
  final long loaderId;

  /** Where its record begins in the file. */
  final long at;

  final long[] otherReferences;
  final List<Static> statics;

  // Set once all classes are read.
  @Nullable HeapClass parent;
  List<Field> fields = List.of();

  /** Offsets of the references that are followed, and of those that are cut. */
  int[] references = new int[0];

  int[] cut = new int[0];

  /** True for class loaders. */
  boolean loads;

  int referent = -1;
  Way way = Way.PLAIN;

  /** The fields that the class itself declares, in the order of the file, at offset from there. */
  final List<Field> declared;

  final int declaredSize;

  HeapClass(
      long id,
      String name,
      long superId,
      long loaderId,
      long at,
      long[] otherReferences,
      List<Static> statics,
      List<Field> declared,
      int declaredSize) {
    this.id = id;
    this.name = name;
    this.superId = superId;
    this.loaderId = loaderId;
    this.at = at;
    this.otherReferences = otherReferences;
    this.statics = statics;
    this.declared = declared;
    this.declaredSize = declaredSize;
  }

  boolean is(String className) {
    for (HeapClass type = this; type != null; type = type.parent) {
      if (type.name.equals(className)) {
        return true;
      }
    }
    return false;
  }

  boolean extendsOrIs(HeapClass other) {
    for (HeapClass type = this; type != null; type = type.parent) {
      if (type == other) {
        return true;
      }
    }
    return false;
  }

  /** The field of that name which the nearest class declares; null where there is none. */
  @Nullable Field field(String fieldName) {
    for (Field field : fields) {
      if (field.name().equals(fieldName)) {
        return field;
      }
    }
    return null;
  }

  @Nullable Static staticField(String fieldName) {
    for (Static field : statics) {
      if (field.name().equals(fieldName)) {
        return field;
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return name;
  }
}
