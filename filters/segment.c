#include "segment/segment.h"
#include "run/run.h"
