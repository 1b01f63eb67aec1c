/* SPDX-License-Identifier: Apache-2.0 */
#include "libc-test.h"
#include <sys/ioctl.h>

static int ends[2];
static volatile long taken, cleaned;

static void *cancelled(pthread_t thread)
{
    void *result;
    MUST(pthread_join(thread, &result) == 0);
    return result;
}

static void clean(void *unused)
{
    (void)unused;
    cleaned++;
}

/* Takes bytes until it is cancelled. */
static void *take(void *unused)
{
    char byte;
    pthread_cleanup_push(clean, NULL);
    for (;;) {
        MUST(read(ends[0], &byte, 1) == 1);
        taken++;
    }
    pthread_cleanup_pop(0);
    return unused;
}

static pthread_t start(void *(*body)(void *))
{
    pthread_t thread;
    taken = cleaned = 0;
    MUST(pipe(ends) == 0);
    MUST(pthread_create(&thread, NULL, body, NULL) == 0);
    return thread;
}

static int bytes_left(void)
{
    int bytes;
    MUST(ioctl(ends[0], FIONREAD, &bytes) == 0);
    MUST(close(ends[0]) == 0 && close(ends[1]) == 0);
    return bytes;
}

/* The signal finds the thread inside the call, which is about to be made again: it is cancelled instead. */
void test_cancel_blocked(void)
{
    for (int i = 0; i < 20; i++) {
        pthread_t thread = start(take);
        sleep_ms(10);
        MUST(pthread_cancel(thread) == 0 && cancelled(thread) == PTHREAD_CANCELED);
        MUST(cleaned == 1 && taken == 0 && bytes_left() == 0);
    }
}

static void *cancel_itself(void *unused)
{
    pthread_cancel(pthread_self());
    return take(unused);
}

/* A call that has not begun does not begin: its byte stays. */
void test_cancel_before(void)
{
    pthread_t thread = start(cancel_itself);
    MUST(write(ends[1], "x", 1) == 1);
    MUST(cancelled(thread) == PTHREAD_CANCELED);
    MUST(cleaned == 1 && taken == 0 && bytes_left() == 1);
}

/* A call that is complete when the signal comes has happened: its byte is counted, never lost. */
void test_cancel_complete(void)
{
    for (int i = 0; i < 200; i++) {
        pthread_t thread = start(take);
        if (i % 2)
            sleep_ms(10);
        for (int sent = 0; sent < i % 5; sent++)
            MUST(write(ends[1], "x", 1) == 1);
        MUST(pthread_cancel(thread) == 0 && cancelled(thread) == PTHREAD_CANCELED);
        MUST(cleaned == 1 && taken + bytes_left() == i % 5);
    }
}

static void *take_one_undisturbed(void *unused)
{
    char byte;
    MUST(pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL) == 0);
    MUST(read(ends[0], &byte, 1) == 1);
    taken++;
    MUST(pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL) == 0);
    pthread_testcancel();
    return unused;
}

void test_cancel_disabled(void)
{
    pthread_t thread = start(take_one_undisturbed);
    sleep_ms(10);
    MUST(pthread_cancel(thread) == 0);
    sleep_ms(10);
    MUST(taken == 0 && write(ends[1], "x", 1) == 1);
    MUST(cancelled(thread) == PTHREAD_CANCELED && taken == 1 && bytes_left() == 0);
}

static void *call_for_ever(void *unused)
{
    MUST(pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL) == 0);
    for (;;) {
        getppid();
        taken++;
    }
    return unused;
}

void test_cancel_asynchronous(void)
{
    for (int i = 0; i < 10; i++) {
        pthread_t thread = start(call_for_ever);
        while (taken < 1000)
            sched_yield();
        MUST(pthread_cancel(thread) == 0 && cancelled(thread) == PTHREAD_CANCELED);
        MUST(bytes_left() == 0);
    }
}

static void *sleep_for_ever(void *unused)
{
    for (;;)
        sleep(1000);
    return unused;
}

static void *wait_for_other(void *unused)
{
    pthread_t other;
    MUST(pthread_create(&other, NULL, sleep_for_ever, NULL) == 0 && pthread_detach(other) == 0);
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t never = PTHREAD_COND_INITIALIZER;
    MUST(pthread_mutex_lock(&mutex) == 0);
    for (;;)
        MUST(pthread_cond_wait(&never, &mutex) == 0);
    return unused;
}

/* Waiting for a condition and sleeping are cancellation points too. */
void test_cancel_wait(void)
{
    void *(*bodies[])(void *) = {sleep_for_ever, wait_for_other};
    for (int i = 0; i < 2; i++) {
        pthread_t thread = start(bodies[i]);
        sleep_ms(10);
        MUST(pthread_cancel(thread) == 0 && cancelled(thread) == PTHREAD_CANCELED);
        MUST(bytes_left() == 0);
    }
}
