namespace PimSim.Models;

/// <summary>An expression over named parameters: numbers, names, + - * / max() min() ceil(), brackets. Exact.</summary>
internal abstract record Expression
{
    /// <summary>The operand n (Count) of the preceding command.</summary>
    public const string CountName = "n";

    /// <summary>The exact value.</summary>
    /// <param name="lookup">Value of a name, or null where there is none.</param>
    /// <exception cref="ExpressionException">An unknown name (PIM0131) or a division by zero (PIM0132).</exception>
    public abstract Rational Evaluate(Func<string, Rational?> lookup);

    /// <summary>True when a name occurs.</summary>
    public bool Uses(string name) => Names.Contains(name, StringComparer.Ordinal);

    /// <summary>The names, in order and as often as they occur.</summary>
    public abstract IEnumerable<string> Names { get; }

    internal sealed record Number(Rational Value) : Expression
    {
        public override Rational Evaluate(Func<string, Rational?> lookup) => Value;

        public override IEnumerable<string> Names => [];
    }

    internal sealed record Name(string Text, int Offset) : Expression
    {
        public override Rational Evaluate(Func<string, Rational?> lookup) =>
            lookup(Text) ?? throw new ExpressionException("PIM0131", $"unknown name '{Text}'", Offset, Text);

        public override IEnumerable<string> Names => [Text];
    }

    internal sealed record Binary(char Operator, Expression Left, Expression Right, int Offset) : Expression
    {
        public override Rational Evaluate(Func<string, Rational?> lookup)
        {
            Rational left = Left.Evaluate(lookup);
            Rational right = Right.Evaluate(lookup);
            return Operator switch
            {
                '+' => left + right,
                '-' => left - right,
                '*' => left * right,
                _ => right.Numerator.IsZero ? throw new ExpressionException("PIM0132", "division by zero", Offset) : left / right,
            };
        }

        public override IEnumerable<string> Names => Left.Names.Concat(Right.Names);
    }

    internal sealed record Call(string Function, IReadOnlyList<Expression> Arguments) : Expression
    {
        public override Rational Evaluate(Func<string, Rational?> lookup)
        {
            Rational result = Arguments[0].Evaluate(lookup);
            foreach (Expression argument in Arguments.Skip(1))
            {
                Rational next = argument.Evaluate(lookup);
                result = Function == "max" ? Rational.Max(result, next) : Rational.Min(result, next);
            }

            return Function == "ceil" ? Whole(result) : result;
        }

        public override IEnumerable<string> Names => Arguments.SelectMany(a => a.Names);

        private static Rational Whole(Rational value) => Rational.FromInteger(value.Ceiling());
    }
}
