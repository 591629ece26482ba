/* Threads that no Java code starts: each attaches itself to the JVM, waits until told, and detaches. */
#include <jni.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static JavaVM *vm;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int attached;
static int released;
static pthread_t *threads;
static int thread_count;

static void *attach_and_wait(void *argument) {
  char name[32];
  JavaVMAttachArgs arguments = {JNI_VERSION_1_8, name, NULL};
  void *env;
  snprintf(name, sizeof name, "native-%ld", (long)argument);
  if ((*vm)->AttachCurrentThreadAsDaemon(vm, &env, &arguments) != JNI_OK) {
    abort();
  }
  pthread_mutex_lock(&mutex);
  attached++;
  pthread_cond_broadcast(&changed);
  while (!released) {
    pthread_cond_wait(&changed, &mutex);
  }
  pthread_mutex_unlock(&mutex);
  (*vm)->DetachCurrentThread(vm);
  return NULL;
}

JNIEXPORT void JNICALL Java_NativeAttach_attach(JNIEnv *env, jclass type, jint count) {
  (void)type;
  (*env)->GetJavaVM(env, &vm);
  released = 0;
  attached = 0;
  thread_count = count;
  threads = calloc((size_t)count, sizeof *threads);
  for (long i = 0; i < count; i++) {
    if (pthread_create(&threads[i], NULL, attach_and_wait, (void *)i) != 0) {
      abort();
    }
  }
  pthread_mutex_lock(&mutex);
  while (attached < count) {
    pthread_cond_wait(&changed, &mutex);
  }
  pthread_mutex_unlock(&mutex);
}

JNIEXPORT void JNICALL Java_NativeAttach_detach(JNIEnv *env, jclass type) {
  (void)env;
  (void)type;
  pthread_mutex_lock(&mutex);
  released = 1;
  pthread_cond_broadcast(&changed);
  pthread_mutex_unlock(&mutex);
  for (int i = 0; i < thread_count; i++) {
    pthread_join(threads[i], NULL);
  }
  free(threads);
}
