PACKS={"full":()}
