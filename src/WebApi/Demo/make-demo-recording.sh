#!/usr/bin/env bash
# Makes demo-recording.mp4: 40 s of test pattern with a running clock and a beep a second, index at the front.
# Needs ffmpeg with libx264. The clock shows the position in the video, so that seeking can be seen.
set -euo pipefail
cd "$(dirname "$0")"
clock="drawtext=text='%{pts\\:hms}':fontsize=64:fontcolor=white:box=1:boxcolor=black@0.7:boxborderw=16:x=(w-tw)/2:y=h-th-48"
title="drawtext=text='OpenVidu Meet demo recording':fontsize=32:fontcolor=white:box=1:boxcolor=black@0.7:boxborderw=10:x=(w-tw)/2:y=32"
ffmpeg -hide_banner -loglevel error -y \
  -f lavfi -i "testsrc2=size=854x480:rate=25:duration=40" \
  -f lavfi -i "sine=frequency=330:beep_factor=4:sample_rate=48000:duration=40" \
  -vf "$title,$clock" \
  -c:v libx264 -profile:v main -preset slow -b:v 330k -maxrate 500k -bufsize 1000k -g 50 -pix_fmt yuv420p \
  -c:a aac -b:a 64k -movflags +faststart \
  -metadata title="OpenVidu Meet demo recording" -fflags +bitexact -flags:v +bitexact -flags:a +bitexact \
  demo-recording.mp4
