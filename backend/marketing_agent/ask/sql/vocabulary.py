"""What a statement may be made of. Everything that is not listed here is refused."""

from sqlglot import exp

QUERIES = (exp.Select, exp.SetOperation)

STRUCTURE: frozenset[type[exp.Expr]] = frozenset(
    {
        exp.Select,
        exp.Union,
        exp.Intersect,
        exp.Except,
        exp.Subquery,
        exp.With,
        exp.CTE,
        exp.From,
        exp.Join,
        exp.Table,
        exp.TableAlias,
        exp.Unnest,
        exp.Where,
        exp.Group,
        exp.GroupingSets,
        exp.Rollup,
        exp.Cube,
        exp.Having,
        exp.Qualify,
        exp.Order,
        exp.Ordered,
        exp.Distinct,
        exp.Limit,
        exp.Offset,
        exp.Window,
        exp.WindowSpec,
        exp.Filter,
        exp.WithinGroup,
        exp.IgnoreNulls,
        exp.RespectNulls,
    }
)

VALUES: frozenset[type[exp.Expr]] = frozenset(
    {
        exp.Alias,
        exp.Column,
        exp.Identifier,
        exp.Star,
        exp.Literal,
        exp.Boolean,
        exp.Null,
        exp.Var,
        exp.Interval,
        exp.Tuple,
        exp.Paren,
        exp.DataType,
        exp.DataTypeParam,
        exp.Cast,
        exp.TryCast,
        exp.Case,
        exp.If,
        exp.And,
        exp.Or,
        exp.Not,
        exp.Neg,
        exp.EQ,
        exp.NEQ,
        exp.GT,
        exp.GTE,
        exp.LT,
        exp.LTE,
        exp.NullSafeEQ,
        exp.NullSafeNEQ,
        exp.Is,
        exp.In,
        exp.Between,
        exp.Exists,
        exp.Any,
        exp.All,
        exp.Like,
        exp.ILike,
        exp.Escape,
        exp.SimilarTo,
        exp.Add,
        exp.Sub,
        exp.Mul,
        exp.Div,
        exp.IntDiv,
        exp.Mod,
        exp.Pow,
        exp.DPipe,
    }
)

FUNCTIONS: frozenset[type[exp.Expr]] = frozenset(
    {
        # aggregates
        exp.Count,
        exp.CountIf,
        exp.Sum,
        exp.Avg,
        exp.Min,
        exp.Max,
        exp.Median,
        exp.Mode,
        exp.Stddev,
        exp.StddevSamp,
        exp.StddevPop,
        exp.Variance,
        exp.VariancePop,
        exp.Corr,
        exp.Quantile,
        exp.PercentileCont,
        exp.PercentileDisc,
        exp.ApproxQuantile,
        exp.ApproxDistinct,
        exp.ArgMax,
        exp.ArgMin,
        exp.AnyValue,
        exp.First,
        exp.Last,
        exp.LogicalAnd,
        exp.LogicalOr,
        exp.GroupConcat,
        exp.Grouping,
        # windows
        exp.RowNumber,
        exp.Rank,
        exp.DenseRank,
        exp.PercentRank,
        exp.CumeDist,
        exp.Ntile,
        exp.Lag,
        exp.Lead,
        exp.FirstValue,
        exp.LastValue,
        exp.NthValue,
        # numbers
        exp.Abs,
        exp.Round,
        exp.Floor,
        exp.Ceil,
        exp.Trunc,
        exp.Sqrt,
        exp.Ln,
        exp.Log,
        exp.Exp,
        exp.Sign,
        exp.Greatest,
        exp.Least,
        exp.Coalesce,
        exp.Nullif,
        exp.IsNan,
        # text
        exp.Lower,
        exp.Upper,
        exp.Trim,
        exp.Length,
        exp.Substring,
        exp.Left,
        exp.Right,
        exp.Concat,
        exp.ConcatWs,
        exp.Replace,
        exp.Reverse,
        exp.StartsWith,
        exp.EndsWith,
        exp.Contains,
        exp.StrPosition,
        exp.SplitPart,
        exp.Levenshtein,
        exp.RegexpLike,
        exp.RegexpFullMatch,
        exp.RegexpExtract,
        exp.RegexpReplace,
        # days and instants
        exp.CurrentDate,
        exp.TimestampTrunc,
        exp.DateTrunc,
        exp.Extract,
        exp.Year,
        exp.Month,
        exp.Day,
        exp.Quarter,
        exp.Week,
        exp.WeekOfYear,
        exp.DayOfWeek,
        exp.DayOfWeekIso,
        exp.DayOfYear,
        exp.Hour,
        exp.Minute,
        exp.Second,
        exp.Dayname,
        exp.Monthname,
        exp.DateDiff,
        exp.DateAdd,
        exp.DateSub,
        exp.LastDay,
        exp.DateFromParts,
        exp.TimeToStr,
        exp.StrToTime,
        exp.TimeToUnix,
        exp.Date,
        # dimensions of report_facts
        exp.JSONExtractScalar,
        exp.JSONPath,
        exp.JSONPathRoot,
        exp.JSONPathKey,
    }
)

# Functions that the parser knows by name only.
NAMED_FUNCTIONS = frozenset(
    {
        *("isfinite", "geomean", "strlen", "prefix", "suffix"),
        *("weekday", "yearweek", "dow", "date_part", "datepart", "date_sub", "datesub"),
    }
)

WRITES = (
    exp.DML,
    exp.DDL,
    exp.Drop,
    exp.Alter,
    exp.TruncateTable,
    exp.Merge,
    exp.Copy,
    exp.Into,
    exp.Lock,
)

# How a statement that is no question begins.
WRITE_WORDS = frozenset(
    {
        *("INSERT", "UPDATE", "DELETE", "MERGE", "CREATE", "DROP", "ALTER", "TRUNCATE", "REPLACE"),
        *("COPY", "EXPORT", "IMPORT", "GRANT", "REVOKE", "COMMENT", "VACUUM", "REINDEX"),
    }
)
QUERY_WORDS = frozenset({"SELECT", "WITH", "FROM"})

UNITS = frozenset(
    {
        *("YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "SECOND"),
        *("DECADE", "CENTURY", "ISOYEAR", "YEARWEEK", "DOW", "ISODOW", "DOY", "EPOCH"),
        *("DAYOFWEEK", "DAYOFYEAR", "ALL"),
    }
)
CALENDAR_UNITS = frozenset({"YEAR", "QUARTER", "MONTH", "WEEK", "DAY"})

TYPES = frozenset(
    {
        *(exp.DType.BOOLEAN, exp.DType.TINYINT, exp.DType.SMALLINT, exp.DType.INT),
        *(exp.DType.BIGINT, exp.DType.INT128, exp.DType.FLOAT, exp.DType.DOUBLE),
        *(exp.DType.DECIMAL, exp.DType.TEXT, exp.DType.VARCHAR, exp.DType.DATE),
        *(exp.DType.TIMESTAMP, exp.DType.TIME, exp.DType.INTERVAL),
    }
)

JOIN_KINDS = frozenset({"", "INNER", "OUTER"})
JOIN_SIDES = frozenset({"", "LEFT", "RIGHT", "FULL"})

ALLOWED = STRUCTURE | VALUES | FUNCTIONS
