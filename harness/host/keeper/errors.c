/* SPDX-License-Identifier: Apache-2.0 */
/* What a monitor says on its standard error: read to its end whatever its length, and the end of it kept. */
#include "keeper.h"
#include <string.h>

static int says_so(const struct errors *errors)
{
    for (int i = 0; i < errors->job->fatal_count; i++) {
        const char *text = errors->job->fatal[i];
        if (memmem(errors->line, errors->line_length, text, strlen(text)) != NULL)
            return 1;
    }
    return 0;
}

/* The line is whole; what of it is beyond the limit is not looked at. */
static void line_ends(struct errors *errors)
{
    if (says_so(errors)) {
        memcpy(errors->fatal, errors->line, errors->line_length);
        errors->fatal_length = errors->line_length;
        errors->is_fatal = 1;
    }
    errors->line_length = 0;
}

void errors_take(struct errors *errors, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        errors->kept[errors->at] = bytes[i];
        errors->at = (errors->at + 1) % KEPT_ERRORS;
        if (errors->length < KEPT_ERRORS)
            errors->length++;
        if (errors->is_fatal)
            continue;
        if (bytes[i] == '\n')
            line_ends(errors);
        else if (errors->line_length < MOST_LINE)
            errors->line[errors->line_length++] = bytes[i];
    }
}

/* In the order in which it came, behind the line that was looked for unless that is in it. */
void errors_write(const struct errors *errors, const char *name)
{
    static char text[MOST_LINE + 1 + KEPT_ERRORS];
    char *tail = text + errors->fatal_length + 1, *from = tail;
    size_t first = errors->length < KEPT_ERRORS ? 0 : errors->at, behind = errors->length - first;
    memcpy(tail, errors->kept + first, behind);
    memcpy(tail + behind, errors->kept, first);
    if (errors->is_fatal && memmem(tail, errors->length, errors->fatal, errors->fatal_length) == NULL) {
        from = text;
        memcpy(text, errors->fatal, errors->fatal_length);
        text[errors->fatal_length] = '\n';
    }
    put_file(name, from, tail + errors->length - from);
}
