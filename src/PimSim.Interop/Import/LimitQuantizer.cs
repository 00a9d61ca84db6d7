namespace PimSim.Interop;

/// <summary>+1 from a limit of each channel on, -1 below; channels are the last axis.</summary>
internal sealed class LimitQuantizer(OnnxNode node, Surd[] least) : Quantizer(node)
{
    public override Func<int, int> RuleOf(int[] shape) => i => i % least.Length;

    public override bool AreSame(int rule, int other) => least[rule].Equals(least[other]);

    public override Surd Apply(Surd x, int rule) => x.CompareTo(least[rule]) >= 0 ? Surd.One : -Surd.One;

    public override (Surd Origin, Surd Step) Grid(int rule) => (Surd.One, 2);
}
