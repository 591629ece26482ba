package io.github.threadleak.proof.heap;

import java.util.Arrays;

/**
 * The objects of a dump, numbered by address: identifier to number, number to place in the file.
 *
 * <p>A bitmap over the addresses, in pages that exist only where objects are, says which of them
 * are objects; the number of one is the count of those below it. That takes one bit for each eight
 * bytes of heap, and four bytes (five where the file is larger than 4 GB) an object for its place,
 * where a hash table would take sixteen and more.
 *
 * <p>Filled in two rounds over the dump: {@link #add} for every object, {@link #number}, and then
 * {@link #place} for every object.
 */
final class ObjectIndex {
  /**
   * A page covers so many addresses, of eight bytes each unless objects are not aligned to that.
   */
  private static final int PAGE_BITS = 16;

  private static final int WORDS = 1 << (PAGE_BITS - 6);
  private static final int CHUNK_BITS = 20;
  private static final int CHUNK = 1 << CHUNK_BITS;

  private final int shift;
  private final LongMap pageOf = new LongMap();
  private final Longs pageKeys = new Longs();
  private long[][] bits = new long[64][];

  /** For each page and each of its words, how many objects of the page lie below the word. */
  private char[][] below = new char[0][];

  private int[] first = new int[0];
  private int size;
  private int[][] low = new int[0][];
  private byte[][] high = new byte[0][];

  private long lastKey = -1;
  private int lastPage;

  /**
   * @param aligned whether all addresses are multiples of eight
   */
  ObjectIndex(boolean aligned) {
    this.shift = aligned ? 3 : 0;
  }

  boolean fits(long id) {
    return shift == 0 || (id & 7) == 0;
  }

  /** First round: there is an object of that identifier. */
  void add(long id) {
    long unit = id >>> shift;
    int page = pageFor(unit >>> PAGE_BITS);
    int bit = (int) unit & ((1 << PAGE_BITS) - 1);
    bits[page][bit >>> 6] |= 1L << bit;
  }

  private int pageFor(long key) {
    if (key == lastKey) {
      return lastPage;
    }
    long known = pageOf.get(key);
    int page = (int) known;
    if (known == LongMap.NONE) {
      page = pageKeys.size();
      pageKeys.add(key);
      pageOf.put(key, page);
      if (page == bits.length) {
        bits = Arrays.copyOf(bits, page * 2);
      }
      bits[page] = new long[WORDS];
    }
    lastKey = key;
    lastPage = page;
    return page;
  }

  /** Between the rounds: numbers the objects. */
  void number(long fileSize) throws UnusableDump {
    int pages = pageKeys.size();
    below = new char[pages][];
    first = new int[pages];
    long total = 0;
    for (int page = 0; page < pages; page++) {
      first[page] = (int) total;
      below[page] = new char[WORDS];
      int count = 0;
      for (int word = 0; word < WORDS; word++) {
        below[page][word] = (char) count;
        count += Long.bitCount(bits[page][word]);
      }
      total += count;
      if (total > Integer.MAX_VALUE - 8) {
        throw new UnusableDump("more than 2,147,483,639 objects");
      }
    }
    size = (int) total;
    low = new int[(size + CHUNK - 1) >>> CHUNK_BITS][];
    for (int i = 0; i < low.length; i++) {
      low[i] = new int[Math.min(CHUNK, size - i * CHUNK)];
    }
    if (fileSize > 0xffffffffL) {
      high = new byte[low.length][];
      for (int i = 0; i < high.length; i++) {
        high[i] = new byte[low[i].length];
      }
    }
  }

  /** Second round: the object of that identifier stands there. */
  void place(long id, long position) {
    int number = numberOf(id);
    low[number >>> CHUNK_BITS][number & (CHUNK - 1)] = (int) position;
    if (high.length > 0) {
      high[number >>> CHUNK_BITS][number & (CHUNK - 1)] = (byte) (position >>> 32);
    }
  }

  /** The number of an object; -1 where there is none of that identifier. */
  int numberOf(long id) {
    if ((id & ((1 << shift) - 1)) != 0) {
      return -1;
    }
    long unit = id >>> shift;
    long key = unit >>> PAGE_BITS;
    int page;
    if (key == lastKey) {
      page = lastPage;
    } else {
      long known = pageOf.get(key);
      if (known == LongMap.NONE) {
        return -1;
      }
      page = (int) known;
      lastKey = key;
      lastPage = page;
    }
    int bit = (int) unit & ((1 << PAGE_BITS) - 1);
    long word = bits[page][bit >>> 6];
    if ((word & (1L << bit)) == 0) {
      return -1;
    }
    return first[page] + below[page][bit >>> 6] + Long.bitCount(word & ((1L << bit) - 1));
  }

  /** Where the record of an object begins in the file. */
  long positionOf(int number) {
    long position = low[number >>> CHUNK_BITS][number & (CHUNK - 1)] & 0xffffffffL;
    if (high.length > 0) {
      position |= (high[number >>> CHUNK_BITS][number & (CHUNK - 1)] & 0xffL) << 32;
    }
    return position;
  }

  int size() {
    return size;
  }
}
