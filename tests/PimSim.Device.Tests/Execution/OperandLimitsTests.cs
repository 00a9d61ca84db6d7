using PimSim.Models;

namespace PimSim.Device.Tests;

/// <summary>The last operand that fits and the first that does not, for every operation (sizes of the default model).</summary>
public sealed class OperandLimitsTests
{
    [Theory]
    [InlineData("PIM_LOAD_INPUT register=7", "PIM_LOAD_INPUT register=8", "input register 8 ")]
    [InlineData("PIM_LOAD_INPUT_ROW register=7", "PIM_LOAD_INPUT_ROW register=8", "input register 8 ")]
    [InlineData("PIM_LOAD_INPUT_ROW parity=1", "PIM_LOAD_INPUT_ROW parity=2", "parity 2 ")]
    [InlineData("PIM_LOAD_THRESHOLD entry=255", "PIM_LOAD_THRESHOLD entry=256", "threshold entry 256 ")]
    [InlineData("PIM_LOAD_PROGRAM entry=31", "PIM_LOAD_PROGRAM entry=32", "instruction entry 32 ")]
    [InlineData("PIM_XNOR_ACC register=5,count=3", "PIM_XNOR_ACC register=6,count=3", "input register 8 ")]
    [InlineData("PIM_XNOR_ACC accumulator=120,count=8", "PIM_XNOR_ACC accumulator=121,count=8", "accumulator 128 ")]
    [InlineData("PIM_XNOR_ACC op=15", "PIM_XNOR_ACC op=16", "accumulator bit 16 ")]
    [InlineData("PIM_THRESHOLD accumulator=67,stride=20,count=4", "PIM_THRESHOLD accumulator=68,stride=20,count=4", "accumulator 128 ")]
    [InlineData("PIM_THRESHOLD entry=200,count=56", "PIM_THRESHOLD entry=200,count=57", "threshold entry 256 ")]
    [InlineData("PIM_THRESHOLD bit=250,count=6", "PIM_THRESHOLD bit=250,count=7", "output bit 256 ")]
    [InlineData("PIM_POOL bit=250,count=6", "PIM_POOL bit=250,count=7", "output bit 256 ")]
    [InlineData("PIM_POOL register=40,groups=3,stride=100,count=16", "PIM_POOL register=41,groups=3,stride=100,count=16", "output bit 256 ")]
    [InlineData("PIM_POOL entry=240,count=16", "PIM_POOL entry=241,count=16", "threshold entry 256 ")]
    [InlineData("PIM_PACK register=14,count=2", "PIM_PACK register=14,count=3", "vector register 16 ")]
    [InlineData("PIM_PACK bit=240,count=2", "PIM_PACK bit=241,count=2", "output bit 256 ")]
    [InlineData("PIM_VECTOR op=12,stride=4", "PIM_VECTOR op=33", "vector operation 33 ")]
    [InlineData("PIM_VECTOR op=12,stride=4,count=1", "PIM_VECTOR op=12,stride=5,count=1", "lane 9 ")]
    [InlineData("PIM_VECTOR_ROW op=0,accumulator=15,count=1", "PIM_VECTOR_ROW op=0,accumulator=15,count=2", "vector register 16 ")]
    [InlineData("PIM_VECTOR op=1,register=6,count=2", "PIM_VECTOR op=1,register=6,count=3", "input register 8 ")]
    [InlineData("PIM_VECTOR_ROW op=2,register=62,count=2", "PIM_VECTOR_ROW op=2,register=62,count=3", "input element 64 ")]
    [InlineData("PIM_VECTOR_ROW op=3,register=6,count=2", "PIM_VECTOR_ROW op=3,register=6,count=3", "input register 8 ")]
    [InlineData("PIM_VECTOR_ROW op=3,bit=255,count=1", "PIM_VECTOR_ROW op=3,bit=256,count=1", "register bit 256 ")]
    [InlineData("PIM_VECTOR op=4,register=12,count=4", "PIM_VECTOR op=4,register=13,count=4", "vector register 16 ")]
    [InlineData("PIM_VECTOR op=6,accumulator=12,count=4", "PIM_VECTOR op=6,accumulator=13,count=4", "vector register 16 ")]
    [InlineData("PIM_VECTOR op=9,register=14,count=4", "PIM_VECTOR op=9,register=15,count=4", "vector register 16 ")]
    [InlineData("PIM_VECTOR op=11,register=12,count=4", "PIM_VECTOR op=11,register=13,count=4", "vector register 16 ")]
    [InlineData("PIM_VECTOR op=15,register=9,count=4,stride=2", "PIM_VECTOR op=15,register=10,count=4,stride=2", "vector register 16 ")]
    [InlineData("PIM_VECTOR op=16,register=319,count=3", "PIM_VECTOR op=16,register=320,count=1", "input element 64 ")]
    [InlineData("PIM_VECTOR op=20,entry=13,groups=1,count=3", "PIM_VECTOR op=20,entry=14,groups=1,count=3", "vector register 16 ")]
    [InlineData("PIM_VECTOR op=23,bit=4,count=1", "PIM_VECTOR op=23,bit=5,count=1", "comparison 5 ")]
    [InlineData("PIM_VECTOR op=24,entry=15,count=1", "PIM_VECTOR op=24,entry=256,count=1", "vector register 256 ")]
    [InlineData("PIM_VECTOR op=26,stride=7,count=1", "PIM_VECTOR op=26,stride=8,count=1", "lane 8 ")]
    [InlineData("PIM_VECTOR op=27,register=8,stride=16,count=8", "PIM_VECTOR op=27,register=9,stride=16,count=8", "accumulator 128 ")]
    [InlineData("PIM_VECTOR_DIVIDE op=28,count=1", "PIM_VECTOR op=28,count=1", "another vector command")]
    [InlineData("PIM_VECTOR_ROW op=31,register=7,bit=254,count=1", "PIM_VECTOR_ROW op=31,bit=255,count=1", "register bit 256 ")]
    [InlineData("PIM_VECTOR_ROW op=32,register=60,bit=248,count=4", "PIM_VECTOR_ROW op=32,bit=249,count=1", "column bit 256 ")]
    [InlineData("PIM_WRITE_BACK op=3,register=7", "PIM_WRITE_BACK op=4", "buffer 4 ")]
    [InlineData("PIM_WRITE_BACK op=3,register=7", "PIM_WRITE_BACK op=3,register=8", "input register 8 ")]
    [InlineData("PIM_READ_OUT op=1,register=127", "PIM_READ_OUT op=1,register=128", "accumulator 128 ")]
    [InlineData("PIM_READ_OUT op=2,register=15", "PIM_READ_OUT op=2,register=16", "vector register 16 ")]
    [InlineData("PIM_READ_OUT unit=7", "PIM_READ_OUT unit=8", "unit 8 ")]
    [InlineData("PIM_CLEAR op=1,register=100,count=28", "PIM_CLEAR op=1,register=100,count=29", "accumulator 128 ")]
    [InlineData("PIM_CLEAR op=2,register=10,count=6", "PIM_CLEAR op=2,register=10,count=7", "vector register 16 ")]
    [InlineData("PIM_CLEAR op=0", "PIM_CLEAR op=9", "buffer 9 ")]
    [InlineData("PIM_XNOR_ACC", "PIM_XNOR_ACC count=-1", "negative")]
    [InlineData("PIM_THRESHOLD", "PIM_THRESHOLD stride=-1", "negative")]
    public void LastFitsAndNextDoesNot(string fits, string exceeds, string reason)
    {
        Assert.Null(Fault(fits));
        Assert.Contains(reason, Fault(exceeds), StringComparison.Ordinal);
    }

    private static string? Fault(string text)
    {
        TimedCommand c = DomainCoreTests.Parse(TestModels.Hbm2, text);
        return OperandLimits.Fault(TestModels.Hbm2.Standard.Commands[c.Command].Operation, c.Operands, TestModels.Hbm2);
    }
}
