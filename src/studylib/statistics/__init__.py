"""Statistics of figures over cities: sampling error, intervals, associations. Arrays and frames in; knows no table of the study."""
