#ifndef TUNEGATE_MEMORY_H
#define TUNEGATE_MEMORY_H

/// From now on the C library gives blocks of 512 KiB and more back to the system when they are freed. It would learn
/// from the first of them to keep the others.
void tg_return_large_blocks(void);

#endif
