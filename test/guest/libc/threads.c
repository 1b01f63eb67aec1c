/* SPDX-License-Identifier: Apache-2.0 */
#include "libc-test.h"
#include <semaphore.h>
#include <sys/syscall.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static volatile int turn, finished;

static void *square(void *number)
{
    return (void *)((long)number * (long)number);
}

void test_threads(void)
{
    pthread_t threads[8];
    for (int round = 0; round < 25; round++) {
        for (long i = 0; i < 8; i++)
            MUST(pthread_create(&threads[i], NULL, square, (void *)i) == 0);
        for (long i = 0; i < 8; i++) {
            void *result;
            MUST(pthread_join(threads[i], &result) == 0 && (long)result == i * i);
        }
    }
}

static void *finish(void *unused)
{
    __atomic_add_fetch(&finished, 1, __ATOMIC_SEQ_CST);
    return unused;
}

/* A detached thread gives back the stack that it runs on. */
void test_detached(void)
{
    pthread_t thread;
    for (int i = 1; i <= 100; i++) {
        MUST(pthread_create(&thread, NULL, finish, NULL) == 0 && pthread_detach(thread) == 0);
        while (__atomic_load_n(&finished, __ATOMIC_SEQ_CST) < i)
            sched_yield();
    }
}

static void *take_turns(void *parity)
{
    MUST(pthread_mutex_lock(&mutex) == 0);
    while (turn < 200) {
        if (turn % 2 == (long)parity) {
            turn++;
            MUST(pthread_cond_signal(&changed) == 0);
        } else
            MUST(pthread_cond_wait(&changed, &mutex) == 0);
    }
    MUST(pthread_mutex_unlock(&mutex) == 0);
    return NULL;
}

void test_conditions(void)
{
    pthread_t threads[2];
    for (long i = 0; i < 2; i++)
        MUST(pthread_create(&threads[i], NULL, take_turns, (void *)i) == 0);
    for (long i = 0; i < 2; i++)
        MUST(pthread_join(threads[i], NULL) == 0);
    sem_t none;
    struct timespec soon;
    MUST(sem_init(&none, 0, 0) == 0 && clock_gettime(CLOCK_REALTIME, &soon) == 0);
    soon.tv_sec += soon.tv_nsec >= 980000000;
    soon.tv_nsec = (soon.tv_nsec + 20000000) % 1000000000;
    MUST(sem_timedwait(&none, &soon) == -1 && errno == ETIMEDOUT);
}

static void *wait_and_tell_group(void *pipe_end)
{
    char byte;
    MUST(read((int)(long)pipe_end, &byte, 1) == 1);
    return (void *)syscall(SYS_getgid);
}

/* Interrupts every thread by a signal and has each make the same system call. In a child, which it cannot be undone in. */
void test_all_threads_change(void)
{
    pid_t child = fork();
    MUST(child >= 0);
    if (child > 0) {
        MUST(exit_status(child) == 0);
        return;
    }
    pthread_t threads[3];
    int ends[2];
    MUST(pipe(ends) == 0);
    for (int i = 0; i < 3; i++)
        MUST(pthread_create(&threads[i], NULL, wait_and_tell_group, (void *)(long)ends[0]) == 0);
    sleep_ms(20);
    MUST(setgid(7) == 0 && getgid() == 7);
    MUST(write(ends[1], "abc", 3) == 3);
    for (int i = 0; i < 3; i++) {
        void *group;
        MUST(pthread_join(threads[i], &group) == 0 && (long)group == 7);
    }
    _exit(0);
}
