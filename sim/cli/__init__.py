"""The command line: what the program is asked to do, and how it answers.

`program` is where it begins, `commands` holds a file a command, and the rest is what commands share: options, exit
codes, groups, the folder of results, and what is printed. Only click is imported when help is asked for; a command
imports what it needs when it is run, so that ``--help`` answers at once.
"""
