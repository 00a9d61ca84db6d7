namespace PimSim.Interop;

/// <summary>BipolarQuant: (x >= 0 ? +1 : -1) * s.</summary>
internal sealed class BipolarQuantizer(OnnxNode node, OnnxConstant scale) : Quantizer(node)
{
    private readonly Surd[] high = [.. Enumerable.Range(0, scale.Count).Select(i => scale[i])];
    private readonly Surd[] low = [.. Enumerable.Range(0, scale.Count).Select(i => -scale[i])];

    public override Func<int, int> RuleOf(int[] shape) => Stretched(scale.Shape, shape);

    public override bool AreSame(int rule, int other) => high[rule].Equals(high[other]);

    public override Surd Apply(Surd x, int rule) => x.Sign >= 0 ? high[rule] : low[rule];

    public override (Surd Origin, Surd Step) Grid(int rule) => high[rule].Sign < 0 ? (low[rule], low[rule] * 2) : (high[rule], high[rule] * 2);
}
