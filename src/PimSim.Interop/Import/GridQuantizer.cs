using System.Numerics;

namespace PimSim.Interop;

/// <summary>Quant and IntQuant: y = x / s + z, kept within the bits, rounded, (y - z) * s. One signed bit is +-s.</summary>
internal sealed class GridQuantizer : Quantizer
{
    private const int MaxBits = 32;
    private readonly Surd[] scale;
    private readonly Rational zero;
    private readonly int[] scaleShape;
    private readonly Rational least;
    private readonly Rational most;
    private readonly bool isBipolar;
    private readonly string rounding;

    public GridQuantizer(OnnxNode node, OnnxConstant scale, OnnxConstant zero, OnnxConstant bits)
        : base(node)
    {
        this.scale = [.. Enumerable.Range(0, scale.Count).Select(i => scale[i])];
        scaleShape = scale.Shape;
        this.zero = zero.Count == 1 && zero[0].Fraction is { } z ? z : throw Unsupported("has a zero point for each channel", "use one zero point for the tensor");
        int width = bits.Integers() is [>= 1 and <= MaxBits and var w] ? w : throw Unsupported("has another width than 1 to 32 bits", "use one width for the tensor");
        bool signed = node.Attribute("signed", 1L) != 0;
        int narrow = node.Attribute("narrow", 0L) != 0 ? 1 : 0;
        long range = 1L << (signed ? width - 1 : width);
        least = signed ? narrow - range : 0;
        most = signed ? range - 1 : range - 1 - narrow;
        isBipolar = signed && width == 1;
        rounding = node.Attribute("rounding_mode", "ROUND").ToUpperInvariant();
        if (Array.Exists(this.scale, s => s.Sign <= 0))
        {
            throw Unsupported("has a scale that is not positive", "scales of quantizers are positive");
        }

        if (isBipolar && this.zero.Sign != 0)
        {
            throw Unsupported("has one bit and a zero point", "leave the zero point out");
        }

        if (rounding is not ("ROUND" or "HALF_EVEN" or "FLOOR" or "CEIL" or "ROUND_TO_ZERO" or "DOWN" or "UP" or "HALF_UP" or "HALF_DOWN"))
        {
            throw Unsupported($"rounds by '{rounding}'", "use ROUND, FLOOR, CEIL or ROUND_TO_ZERO");
        }
    }

    public override Func<int, int> RuleOf(int[] shape) => Stretched(scaleShape, shape);

    public override bool AreSame(int rule, int other) => scale[rule].Equals(scale[other]);

    public override Surd Apply(Surd x, int rule)
    {
        Surd s = scale[rule];
        if (isBipolar)
        {
            return x.Sign >= 0 ? s : -s;
        }

        Surd y = (x / s) + zero;
        Rational step = y.CompareTo(least) <= 0 ? least : y.CompareTo(most) >= 0 ? most : Round(y);
        return (Surd)(step - zero) * s;
    }

    public override (Surd Origin, Surd Step) Grid(int rule)
    {
        Surd s = scale[rule];
        return isBipolar ? (s, s * 2) : zero.IsWhole ? (Surd.Zero, s) : (-(s * zero), s);
    }

    /// <summary>A whole number next to a value within the bits.</summary>
    private Rational Round(Surd y)
    {
        BigInteger low = least.Numerator;
        BigInteger high = most.Numerator;
        while (high - low > 1)
        {
            BigInteger middle = (low + high) >> 1;
            (low, high) = y.CompareTo((Rational)new(middle, 1)) >= 0 ? (middle, high) : (low, middle);
        }

        Surd rest = y - (Rational)new(low, 1);
        int half = rest.CompareTo(new Rational(1, 2));
        bool up = rest.Sign > 0 && rounding switch
        {
            "FLOOR" => false,
            "CEIL" => true,
            "ROUND_TO_ZERO" or "DOWN" => low.Sign < 0,
            "UP" => low.Sign >= 0,
            "HALF_UP" => half > 0 || (half == 0 && low.Sign >= 0),
            "HALF_DOWN" => half > 0 || (half == 0 && low.Sign < 0),
            _ => half > 0 || (half == 0 && !low.IsEven),
        };
        return new Rational(up ? low + 1 : low, 1);
    }

    private PimSim.Core.UserErrorException Unsupported(string what, string remedy) => ImportFault.Setting(Node, what, remedy);
}
