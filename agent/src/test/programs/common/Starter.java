/** Starts threads of one kind. */
interface Starter {
  void start(String name, Runnable task);
}
