namespace GwSmm.OptimalTransport.Tests;

public class Crc32CTests
{
    [Fact]
    public void Published_check_values_are_reproduced()
    {
        Assert.Equal(0xE3069283u, Crc32C.Of("123456789"u8));
        Assert.Equal(0x8A9136AAu, Crc32C.Of(new byte[32]));
    }

    [Fact]
    public void Parts_give_the_checksum_of_the_whole() => Assert.Equal(Crc32C.Of("123456789"u8), Crc32C.Of("56789"u8, Crc32C.Of("1234"u8)));
}
