/* SPDX-License-Identifier: Apache-2.0 */
/* What the harness gets to know, and in which order. The last frame is always `end`. */
#include <string.h>

#include "init.h"

enum { EVENT_LIMIT = 8, NOTE_LIMIT = 16, NOTE_LENGTH = 120 };

static const char *end_mode = "reboot";
static uint64_t stated_tsc_hz;
static bool ready_reported;
static struct {
    const char *name;
    uint64_t tsc;
} events[EVENT_LIMIT];
static size_t event_count;
static char notes[NOTE_LIMIT][NOTE_LENGTH];
static size_t note_count;

void report_set_end(const char *how)
{
    end_mode = how;
}

void report_set_tsc_hz(uint64_t hz)
{
    stated_tsc_hz = hz;
}

/* An optional step that could not be done. */
void report_note(const char *what, const char *detail)
{
    if (note_count == NOTE_LIMIT)
        return;
    struct text note;
    text_start(&note, notes[note_count++], NOTE_LENGTH);
    text_add(&note, what);
    text_add(&note, ": ");
    text_add(&note, detail);
}

static void frame_event(const char *name, uint64_t tsc)
{
    char data[64];
    struct text payload;
    text_start(&payload, data, sizeof(data));
    text_add(&payload, name);
    text_add(&payload, " ");
    text_number(&payload, tsc);
    frame_bytes("event", payload.data, payload.length);
}

/* Events are kept until something is written anyway. */
void report_event(const char *name, uint64_t tsc)
{
    if (event_count == EVENT_LIMIT)
        return;
    events[event_count].name = name;
    events[event_count].tsc = tsc;
    event_count++;
}

/*
 * The first frame carries the counter at the moment it is written: the host notes when it arrives and can place
 * every other event on its own clock without anything having been written at that event.
 */
static void begin(void)
{
    static bool begun;
    console_begin();
    if (!begun) {
        begun = true;
        frame_event("frame", rdtsc());
        frame_event("pid1", lupine_first_tsc);
    }
    if (exec_tsc != 0) {
        frame_event("exec", exec_tsc);
        exec_tsc = 0;
    }
    if (main_tsc != 0) {
        frame_event("main", main_tsc);
        main_tsc = 0;
    }
    for (size_t i = 0; i < event_count; i++)
        frame_event(events[i].name, events[i].tsc);
    event_count = 0;
}

void report_ready(void)
{
    report_event("ready", rdtsc_at("ready"));
    begin();
    frame_text("ready", "");
    ready_reported = true;
    console_end();
}

void report_check(const char *name)
{
    console_begin();
    frame_text("check", name);
    console_end();
}

void report_client(const char *name, const struct process *process)
{
    char data[128];
    struct text payload;
    console_begin();
    frame_text("client", name);
    frame_stream("client-out", &process->out);
    frame_stream("client-err", &process->err);
    text_start(&payload, data, sizeof(data));
    text_number(&payload, (uint64_t)process_exit_status(process->status));
    frame_bytes("client-end", payload.data, payload.length);
    console_end();
}

static void frame_dropped(const char *type, uint64_t dropped)
{
    char data[32];
    struct text payload;
    if (dropped == 0)
        return;
    text_start(&payload, data, sizeof(data));
    text_number(&payload, dropped);
    frame_bytes(type, payload.data, payload.length);
}

static void frame_app_and_notes(void)
{
    pump_drain();
    for (size_t i = 0; i < note_count; i++)
        frame_text("note", notes[i]);
    frame_dropped("app-out-dropped", app.out.dropped);
    frame_stream("app-out", &app.out);
    frame_dropped("app-err-dropped", app.err.dropped);
    frame_stream("app-err", &app.err);
}

void report_success(void)
{
    char data[64];
    struct text payload;
    const char *source = "job";
    report_event("done", rdtsc_at("done"));
    uint64_t hz = stated_tsc_hz != 0 ? stated_tsc_hz : tsc_frequency(&source);
    begin();
    text_start(&payload, data, sizeof(data));
    text_number(&payload, hz);
    text_add(&payload, " ");
    text_add(&payload, source);
    frame_bytes("tsc-hz", payload.data, payload.length);
    frame_app_and_notes();
    frame_text("end", "ok");
    console_end();
    machine_end(end_mode, true);
}

void report_failure(const char *code, const char *detail)
{
    static char data[600];
    struct text payload;
    begin();
    frame_app_and_notes();
    text_start(&payload, data, sizeof(data));
    text_add(&payload, code);
    text_add(&payload, " ");
    text_add(&payload, detail);
    frame_bytes("error", payload.data, payload.length);
    frame_text("end", ready_reported ? "failed" : "failed-before-ready");
    console_end();
    machine_end(end_mode, false);
}

void report_failure_errno(const char *code, const char *what, int error)
{
    char data[400];
    struct text detail;
    text_start(&detail, data, sizeof(data));
    text_add(&detail, what);
    text_add(&detail, ": ");
    text_add(&detail, strerror(error));
    report_failure(code, detail.data);
}
