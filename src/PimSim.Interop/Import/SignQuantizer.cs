namespace PimSim.Interop;

/// <summary>ONNX's Sign, which gives 0 for 0.</summary>
internal sealed class SignQuantizer(OnnxNode node) : Quantizer(node)
{
    public override Func<int, int> RuleOf(int[] shape) => _ => 0;

    public override bool AreSame(int rule, int other) => true;

    public override Surd Apply(Surd x, int rule) => x.Sign;

    public override (Surd Origin, Surd Step) Grid(int rule) => (Surd.Zero, Surd.One);
}
